"""The guided first dossier: the real desk over one fixed consignment, with a strip that says what to do."""
