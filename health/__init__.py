"""The machine's time and health: the clock, heartbeats, last ticks, counters."""
