"""The pages. Streamlit is imported here and in app.py, nowhere else."""
