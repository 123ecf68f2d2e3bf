/**
 * Where values come from that were not typed: the environment, the configuration file. Unknown keys
 * are refused; all that is wrong is said at once. Start at {@link taskgrid.cli.settings.Settings}.
 */
@NullMarked
package taskgrid.cli.settings;

import org.jspecify.annotations.NullMarked;
