/**
 * What option values are: durations, sizes, addresses, labels, each with the sentence that says
 * what is wrong with one. The same converters judge the command line, the environment and the
 * configuration file. Start at {@link taskgrid.cli.values.DurationValue}.
 */
@NullMarked
package taskgrid.cli.values;

import org.jspecify.annotations.NullMarked;
