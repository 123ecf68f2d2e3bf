/**
 * A member: what runs and keeps, wired to Hazelcast. {@link taskgrid.grid.node.GridNode} starts and
 * stops it; {@link taskgrid.grid.node.MemberService} is what Hazelcast tells of migrations and
 * calls; {@link taskgrid.grid.node.Ownership} knows in which partitions tasks may be started.
 */
@NullMarked
package taskgrid.grid.node;

import org.jspecify.annotations.NullMarked;
