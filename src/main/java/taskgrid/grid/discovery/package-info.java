/**
 * Finding members by multicast, with no address typed. It only collects addresses: joining is
 * always Hazelcast's TCP-IP joiner, so that members that were found and members that were listed
 * meet in one grid. JDK, log and protocol number only; nothing of Hazelcast. Start at {@link
 * taskgrid.grid.discovery.DiscoveryProbe}.
 */
@NullMarked
package taskgrid.grid.discovery;

import org.jspecify.annotations.NullMarked;
