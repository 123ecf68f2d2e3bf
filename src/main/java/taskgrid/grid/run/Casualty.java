package taskgrid.grid.run;

import java.util.UUID;

/**
 * What a member that has crashed may have been running of a batch, by its last mark in the grid.
 *
 * @param process distinguishes this start of the member from all others
 * @param member its address, {@code host:port}
 * @param from the first line, counted within the batch
 * @param to the line behind the last; may lie behind the end of the batch
 * @param alone the line that it ran alone, to find out; -1 = none
 */
public record Casualty(UUID process, String member, int from, int to, int alone) {}
