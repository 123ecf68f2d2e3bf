package taskgrid.grid.wire;

import com.hazelcast.cluster.Member;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import taskgrid.grid.Grid.GridMember;
import taskgrid.grid.layout.Protocol;

/** What members tell of themselves, as Hazelcast's member attributes. */
public final class Attributes {
  private static final String SLOTS = "taskgrid.slots";
  private static final String PROTOCOL = "taskgrid.protocol";
  private static final String PROCESS = "taskgrid.process";
  private static final String BACKUPS = "taskgrid.backups";
  private static final String COMMANDS = "taskgrid.commands";
  private static final String LABEL = "taskgrid.label.";

  /** In place of a port: the member listens nowhere. */
  public static final int NO_PORT = 1;

  private Attributes() {}

  /**
   * @param process distinguishes this start of a member from all others, also when Hazelcast gives
   *     it a new id after a split
   * @param shell whether it runs commands
   */
  public static Map<String, String> of(
      UUID process, int slots, int backups, boolean shell, Map<String, String> labels) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put(SLOTS, Integer.toString(slots));
    attributes.put(BACKUPS, Integer.toString(backups));
    attributes.put(PROTOCOL, Integer.toString(Protocol.VERSION));
    attributes.put(PROCESS, process.toString());
    attributes.put(COMMANDS, Boolean.toString(shell));
    labels.forEach((key, value) -> attributes.put(LABEL + key, value));
    return attributes;
  }

  public static GridMember read(Member member) {
    Map<String, String> labels = new HashMap<>();
    member
        .getAttributes()
        .forEach(
            (key, value) -> {
              if (key.startsWith(LABEL)) {
                labels.put(key.substring(LABEL.length()), value);
              }
            });
    String slots = member.getAttribute(SLOTS);
    return new GridMember(
        member.getUuid(),
        address(member),
        slots == null ? 0 : Integer.parseInt(slots),
        Boolean.parseBoolean(member.getAttribute(COMMANDS)),
        labels);
  }

  /** The process that a member is; its Hazelcast id if it does not say. */
  public static UUID process(Member member) {
    String process = member.getAttribute(PROCESS);
    return process == null ? member.getUuid() : UUID.fromString(process);
  }

  /** {@code host:port}; an embedded member has none and is called embedded. */
  public static String address(Member member) {
    if (member.getAddress().getPort() == NO_PORT) {
      return "embedded";
    }
    return member.getAddress().getHost() + ":" + member.getAddress().getPort();
  }

  /** How many copies a member keeps beside the first; 0 if it is no member of ours. */
  public static int backups(Member member) {
    String backups = member.getAttribute(BACKUPS);
    return backups == null ? 0 : Integer.parseInt(backups);
  }

  /** The protocol that a member speaks; 0 if it is no member of ours. */
  public static int protocol(Member member) {
    String protocol = member.getAttribute(PROTOCOL);
    return protocol == null ? 0 : Integer.parseInt(protocol);
  }
}
