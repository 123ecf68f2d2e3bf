/**
 * What a person types: commands, options and outputs. Start reading at {@link taskgrid.cli.Main}.
 */
@NullMarked
package taskgrid.cli;

import org.jspecify.annotations.NullMarked;
