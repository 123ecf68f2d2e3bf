package taskgrid.cli.values;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place on the network.
 *
 * @param port 0 if none was named
 */
public record Address(String host, int port) {
  // A name or a dotted address; an address with colons only in brackets.
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9](?:[A-Za-z0-9._-]*)|\\[[0-9A-Fa-f:.%a-z0-9]+])(?::(\\d{1,5}))?");

  /** The address that this text is; null if it is none. */
  static @Nullable Address parse(String text) {
    Matcher parts = ADDRESS.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    int port = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
    boolean named = parts.group(2) != null;
    return named && (port < 1 || port > 65_535) ? null : new Address(parts.group(1), port);
  }

  /** The form in which people write it. */
  @Override
  public String toString() {
    return port == 0 ? host : host + ":" + port;
  }
}
