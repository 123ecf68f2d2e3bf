package taskgrid;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A grid inside this process.
 *
 * @param slots tasks that run at the same time, at least 1
 * @param hostTable the table behind host commands; null = none
 */
public record EmbeddedOptions(int slots, @Nullable Path hostTable) {}
