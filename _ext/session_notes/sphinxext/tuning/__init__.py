"""The build process."""
