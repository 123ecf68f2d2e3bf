package taskgrid;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import taskgrid.program.AllowedPrograms;

/**
 * How to start a member.
 *
 * @param cluster only members of one name meet
 * @param bindHost the one address to listen on
 * @param bindPort 0 = the first free one of 5701 to 5710
 * @param join where to look for other members, {@code host:port} each; without a port 5701
 * @param discover whether members are also found by multicast
 * @param slots tasks that run at the same time, at least 1
 * @param backups copies beside the first, 1 to 6, equal on all members
 * @param hostTable the table behind host commands; null = none
 * @param data this member's own folder; null = {@code data/<port>} beside {@code configDir}
 * @param configDir folder of {@code hazelcast.yaml}
 * @param insecure whether an address beyond loopback is allowed without a secret
 * @param programs which it runs as commands; null = none
 */
public record MemberOptions(
    String cluster,
    String bindHost,
    int bindPort,
    List<String> join,
    boolean discover,
    int slots,
    int backups,
    Map<String, String> labels,
    @Nullable Path hostTable,
    @Nullable Path data,
    Path configDir,
    boolean insecure,
    @Nullable AllowedPrograms programs) {
  public MemberOptions {
    join = List.copyOf(join);
    labels = Map.copyOf(labels);
  }
}
