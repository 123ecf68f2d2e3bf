package taskgrid.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import taskgrid.task.GridException;

/** Where task lines come from: a file, a stream such as standard input, or lines in memory. */
public final class Input {
  private final String name;

  /** Null for what is not a file. */
  private final @Nullable Path path;

  /** Null for a file. Not closed here: who opened it closes it. */
  private final @Nullable InputStream stream;

  private Input(String name, @Nullable Path path, @Nullable InputStream stream) {
    this.name = name;
    this.path = path;
    this.stream = stream;
  }

  /** A file; it is opened when its turn comes. */
  public static Input file(Path path) {
    return new Input(path.toString(), path, null);
  }

  /** A file that people know by another name. */
  static Input named(String name, Path path) {
    return new Input(name, path, null);
  }

  /** Bytes from elsewhere, read once; {@code -} is the name of standard input. */
  public static Input stream(String name, InputStream in) {
    return new Input(name, null, in);
  }

  /** Lines in memory, without line ends; they are asked for as they are needed. */
  public static Input lines(Iterable<String> lines) {
    return new Input("lines", null, new LinesStream(lines.iterator()));
  }

  /** The name as it was typed. */
  public String name() {
    return name;
  }

  /** Says in one line why this cannot be read, as far as one can know before reading. */
  void check() throws GridException {
    if (path == null) {
      return;
    }
    if (Files.isDirectory(path)) {
      throw new GridException(name + " is a directory, not a file of tasks");
    }
    if (!Files.exists(path)) {
      throw new GridException("no such file: " + name);
    }
    if (!Files.isReadable(path)) {
      throw new GridException("cannot read " + name + ": permission denied");
    }
  }

  /** Whether any part can be read again; a pipe or device that is named like a file cannot. */
  boolean readableAgain() {
    return path != null && Files.isRegularFile(path);
  }

  /** How many bytes there are, where that is known beforehand. */
  OptionalLong size() {
    try {
      return path != null && Files.isRegularFile(path)
          ? OptionalLong.of(Files.size(path))
          : OptionalLong.empty();
    } catch (IOException e) {
      // Only a hint for sizing batches; whoever reads the file meets the error and says it.
      return OptionalLong.empty();
    }
  }

  /** The bytes from the beginning. */
  InputStream open() throws IOException {
    if (stream != null) {
      return stream;
    }
    return openAt(0);
  }

  /** Closes what {@link #open} returned, if it is ours to close. */
  void close(InputStream opened) throws IOException {
    if (opened != stream) {
      opened.close();
    }
  }

  /** The bytes of a file from an offset on. */
  InputStream openAt(long offset) throws IOException {
    if (path == null) {
      throw new IllegalStateException(name + " can be read only once");
    }
    if (offset == 0) {
      return Files.newInputStream(path);
    }
    FileChannel channel = FileChannel.open(path);
    try {
      return Channels.newInputStream(channel.position(offset));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
