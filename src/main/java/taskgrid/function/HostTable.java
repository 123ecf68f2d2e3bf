package taskgrid.function;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import taskgrid.task.GridException;

/**
 * The table behind host commands: what an address answers to a command, and after how long.
 *
 * <p>It keeps the file's bytes and two hash tables of offsets into them, so that an entry costs
 * little more than its line: about 16 bytes, where a map of strings takes 150.
 */
public final class HostTable {
  private final byte[] text;
  private final LineIndex byCommand;
  private final LineIndex byAddress;

  /** The indexes lead to the beginnings of well-formed lines in the text. */
  HostTable(byte[] text, LineIndex byCommand, LineIndex byAddress) {
    this.text = text;
    this.byCommand = byCommand;
    this.byAddress = byAddress;
  }

  /**
   * Reads a table of lines {@code ip:command:response:wait}.
   *
   * @throws GridException if it cannot be read; names all malformed lines, each with file and line
   */
  public static HostTable load(Path file) throws GridException {
    return HostTableReader.read(file);
  }

  /** How many pairs of address and command it knows. */
  public int size() {
    return byCommand.size();
  }

  /**
   * What a host answers.
   *
   * @param response an integer as the table writes it
   */
  record Answer(byte[] response, Duration delay) {}

  /**
   * Looks up {@code ip:command}.
   *
   * @param colon the index of the colon between the two
   */
  Answer find(byte[] key, int colon) throws TaskFailed {
    // A key of more parts would be found by the same bytes, and no command has a colon.
    int line = hasColon(key, colon + 1) ? -1 : byCommand.find(key, 0, key.length);
    if (line >= 0) {
      return answer(line + key.length + 1);
    }
    String address = Quote.bare(key, 0, colon);
    if (byAddress.find(key, 0, colon) < 0) {
      throw new TaskFailed("host " + address + " is not in the table");
    }
    throw new TaskFailed(
        "host %s has no command %s"
            .formatted(address, Quote.bytes(key, colon + 1, key.length - colon - 1)));
  }

  private static boolean hasColon(byte[] key, int from) {
    for (int i = from; i < key.length; i++) {
      if (key[i] == ':') {
        return true;
      }
    }
    return false;
  }

  private Answer answer(int response) {
    int colon = response;
    while (text[colon] != ':') {
      colon++;
    }
    return new Answer(
        Arrays.copyOfRange(text, response, colon),
        HostTableLine.delay(text, colon + 1, HostTableLine.end(text, colon)));
  }
}
