"""The web page over a stocked store: real Datasette, real HTTP, a store that is read only."""
