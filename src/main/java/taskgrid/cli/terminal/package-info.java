/**
 * The person's side: standard error, the progress bar, signals. Knows nothing of grids and jobs.
 * Start at {@link taskgrid.cli.terminal.Talk}.
 */
@NullMarked
package taskgrid.cli.terminal;

import org.jspecify.annotations.NullMarked;
