"""An hour of somebody's time."""
