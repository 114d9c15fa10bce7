"""The post office over HTTP: letters as pages, and what providers tell us."""
