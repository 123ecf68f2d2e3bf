/**
 * The bytes in which tasks, results and messages travel and rest: batch, chunk, segment, stub, and
 * the small reader and writer that messages use too. JDK and {@link taskgrid.task} only; nothing of
 * Hazelcast. What is read is never trusted: a broken encoding ends in a {@link
 * taskgrid.grid.layout.LayoutException}. Start at {@link taskgrid.grid.layout.Batch} and {@link
 * taskgrid.grid.layout.RecordWriter}; the tables are in src/docs/batch-layout.md.
 */
@NullMarked
package taskgrid.grid.layout;

import org.jspecify.annotations.NullMarked;
