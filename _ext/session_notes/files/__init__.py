"""Pages as files, and the files of schedules: read, compared, written."""
