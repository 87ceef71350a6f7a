"""The only folder of lib that knows Streamlit: frame, controls, upload, cache."""
