package taskgrid.cli;

/** All that commands touch beside their options; a test brings its own. */
record Surroundings(
    Console console, Machine machine, Timing timing, Grids grids, Language language) {}
