"""Questions in, result out; anonymous."""
