"""The web side: sign-in routes, the gate before Streamlit, and who sits at a page. Streamlit is not imported here."""
