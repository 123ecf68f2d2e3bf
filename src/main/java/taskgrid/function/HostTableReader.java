package taskgrid.function;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.task.GridException;

/** Reads a host table and collects everything that is wrong with it before it gives up. */
final class HostTableReader {
  /** A table with more faults than this is a file of another kind. */
  private static final int MOST_FAULTS = 100;

  private static final long LONGEST = 1 << 30;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final String name;
  private final byte[] text;
  private final LineIndex byCommand;
  private final LineIndex byAddress;
  private final List<String> faults = new ArrayList<>();
  private long faultCount;

  private HostTableReader(String name, byte[] text) {
    this.name = name;
    this.text = text;
    int lines = 1;
    for (byte b : text) {
      lines += b == '\n' ? 1 : 0;
    }
    this.byCommand = new LineIndex(text, lines);
    this.byAddress = new LineIndex(text, lines);
  }

  static HostTable read(Path file) throws GridException {
    return new HostTableReader(file.toString(), bytes(file)).table();
  }

  private static byte[] bytes(Path file) throws GridException {
    try {
      if (Files.size(file) > LONGEST) {
        throw new GridException("host table " + file + " is longer than " + Sizes.format(LONGEST));
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new GridException("host table " + file + ": no such file", e);
    } catch (IOException e) {
      throw new GridException("host table " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private HostTable table() throws GridException {
    int line = 1;
    int from = startsWithByteOrderMark() ? BYTE_ORDER_MARK.length : 0;
    while (from < text.length) {
      int to = HostTableLine.end(text, from);
      String fault = isSkipped(from, to) ? null : fault(from, to);
      if (fault != null && ++faultCount <= MOST_FAULTS) {
        faults.add(name + ":" + line + ": " + fault);
      }
      from = to + (to < text.length && text[to] == '\r' ? 2 : 1);
      line++;
    }
    if (faultCount > MOST_FAULTS) {
      faults.add("and " + (faultCount - MOST_FAULTS) + " more malformed lines");
    }
    if (!faults.isEmpty()) {
      throw new GridException(String.join("\n", faults));
    }
    return new HostTable(text, byCommand, byAddress);
  }

  private boolean startsWithByteOrderMark() {
    return Arrays.equals(
        text,
        0,
        Math.min(text.length, BYTE_ORDER_MARK.length),
        BYTE_ORDER_MARK,
        0,
        BYTE_ORDER_MARK.length);
  }

  private boolean isSkipped(int from, int to) {
    return Words.skipBlanks(text, from, to) == to || text[from] == '#';
  }

  /** Adds the line to the indexes; what is wrong with it if it cannot be. */
  private @Nullable String fault(int from, int to) {
    String fault = HostTableLine.fault(text, from, to);
    if (fault != null) {
      return fault;
    }
    int address = HostAddress.colon(text, from, to);
    int command = address + 1;
    while (text[command] != ':') {
      command++;
    }
    if (byCommand.find(text, from, command) >= 0) {
      return "given twice: " + Quote.bytes(text, from, command - from);
    }
    byCommand.add(from, command);
    byAddress.add(from, address);
    return null;
  }
}
