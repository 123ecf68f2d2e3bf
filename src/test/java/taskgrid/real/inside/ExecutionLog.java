package taskgrid.real.inside;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * A file of executions that survives {@code kill -9}: it is mapped, so what is written is the
 * kernel's at once. Written by one process, read by another.
 */
public final class ExecutionLog {
  private static final int RECORD = 40;
  private static final int PER_PART = 100_000;
  private static final int MOST_PARTS = 10_000;
  private static final int JOB_BYTES = 12;
  private static final int AT_JOB = 0;
  private static final int AT_ATTEMPT = 12;
  private static final int AT_TASK = 16;
  private static final int AT_START = 24;
  private static final int AT_END = 32;

  private final FileChannel file;
  private final AtomicLong count = new AtomicLong();
  private final AtomicReferenceArray<MappedByteBuffer> parts =
      new AtomicReferenceArray<>(MOST_PARTS);

  ExecutionLog(Path path) throws IOException {
    file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** A task's function begins. Returns the record's number, for {@link #ended}. */
  long began(String job, long task, int attempt) {
    long number = count.getAndIncrement();
    ByteBuffer part = part(number);
    int at = at(number);
    part.put(at + AT_JOB, (job + " ".repeat(JOB_BYTES)).getBytes(ISO_8859_1), 0, JOB_BYTES);
    part.putInt(at + AT_ATTEMPT, attempt);
    part.putLong(at + AT_TASK, task);
    part.putLong(at + AT_START, System.currentTimeMillis());
    return number;
  }

  void ended(long number) {
    part(number).putLong(at(number) + AT_END, System.currentTimeMillis());
  }

  private static int at(long number) {
    return (int) (number % PER_PART) * RECORD;
  }

  private MappedByteBuffer part(long number) {
    int index = (int) (number / PER_PART);
    MappedByteBuffer part = parts.get(index);
    return part == null ? map(index) : part;
  }

  private synchronized MappedByteBuffer map(int index) {
    MappedByteBuffer part = parts.get(index);
    if (part == null) {
      try {
        long size = (long) RECORD * PER_PART;
        part = file.map(FileChannel.MapMode.READ_WRITE, index * size, size);
      } catch (IOException e) {
        throw new UncheckedIOException("executions cannot be written down any more", e);
      }
      parts.set(index, part);
    }
    return part;
  }

  /** Reads what another process has written so far. */
  public static void read(Path path, Consumer<Execution> each) throws IOException {
    byte[] job = new byte[JOB_BYTES];
    ByteBuffer buffer = ByteBuffer.allocate(RECORD * 1_000);
    try (FileChannel file = FileChannel.open(path)) {
      while (file.read(buffer) >= 0) {
        buffer.flip();
        for (; buffer.remaining() >= RECORD; buffer.position(buffer.position() + RECORD)) {
          int at = buffer.position();
          if (buffer.getLong(at + AT_START) != 0) {
            buffer.get(at + AT_JOB, job);
            each.accept(
                new Execution(
                    new String(job, ISO_8859_1).trim(),
                    buffer.getLong(at + AT_TASK),
                    buffer.getInt(at + AT_ATTEMPT),
                    buffer.getLong(at + AT_START),
                    buffer.getLong(at + AT_END)));
          }
        }
        buffer.compact();
      }
    }
  }
}
