/**
 * Runs programs as tasks: the function {@code sh}. Each slot that runs commands keeps one shell,
 * which forks for every command; what a command prints goes to files of its own. Start reading at
 * {@link taskgrid.program.ProgramFunctions}. Knows no grid.
 */
@NullMarked
package taskgrid.program;

import org.jspecify.annotations.NullMarked;
