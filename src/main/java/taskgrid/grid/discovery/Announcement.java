package taskgrid.grid.discovery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import taskgrid.grid.layout.Protocol;

/**
 * One datagram: {@code TASKGRID protocol cluster host:port hello|here}.
 *
 * @param cluster the name of the grid that the member belongs to
 * @param address where the member listens, {@code host:port}
 * @param asks whether whoever hears it shall answer with its own: {@code hello}, else {@code here}
 */
record Announcement(String cluster, String address, boolean asks) {
  /** Small enough to travel in one piece anywhere. */
  static final int MAX_BYTES = 1200;

  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z.:%_\\[\\]-]{1,255}:\\d{1,5}");

  /** The cluster's name is URL-encoded, for it may hold blanks. */
  private static final Pattern WORDS =
      Pattern.compile("TASKGRID (\\d{1,9}) (\\S{1,900}) (" + ADDRESS.pattern() + ") (hello|here)");

  Announcement {
    if (!ADDRESS.matcher(address).matches()) {
      throw new IllegalArgumentException("cannot announce the address '" + address + "'");
    }
    if (encoded(cluster).length() > 900) {
      throw new IllegalArgumentException(
          "cluster name of " + cluster.length() + " characters is too long to announce");
    }
  }

  byte[] bytes() {
    return String.join(
            " ",
            "TASKGRID",
            Integer.toString(Protocol.VERSION),
            encoded(cluster),
            address,
            asks ? "hello" : "here")
        .getBytes(US_ASCII);
  }

  /** What a datagram says, if it is from this cluster and of this protocol; anything may come. */
  static Optional<Announcement> parse(ByteBuffer datagram, String cluster) {
    if (datagram.remaining() > MAX_BYTES) {
      return Optional.empty();
    }
    Matcher words = WORDS.matcher(US_ASCII.decode(datagram));
    if (!words.matches()
        || !words.group(1).equals(Integer.toString(Protocol.VERSION))
        || !words.group(2).equals(encoded(cluster))
        || !isPort(words.group(3))) {
      return Optional.empty();
    }
    return Optional.of(new Announcement(cluster, words.group(3), words.group(4).equals("hello")));
  }

  private static boolean isPort(String address) {
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    return port > 0 && port <= 65_535;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
