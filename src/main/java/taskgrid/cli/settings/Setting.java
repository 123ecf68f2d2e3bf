package taskgrid.cli.settings;

import org.jspecify.annotations.Nullable;

/**
 * What holds for one key.
 *
 * @param value null if nothing was said and there is no default
 * @param source a variable's name, a file with its line, or {@code default}
 */
public record Setting(String key, @Nullable String value, String source) {}
