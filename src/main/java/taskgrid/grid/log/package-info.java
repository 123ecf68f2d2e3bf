/**
 * Results on their owner, without Hazelcast: {@link taskgrid.grid.log.LogIndex} knows every log of
 * this member's partitions, in the order in which segments arrived, and readers pull from it.
 */
@NullMarked
package taskgrid.grid.log;

import org.jspecify.annotations.NullMarked;
