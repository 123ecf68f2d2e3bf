package taskgrid.real;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Predicate;

/** What a process says on one of its streams, as it comes. */
final class Said {
  // Guarded by this, which is notified whenever something comes.
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean ended;

  Said(InputStream stream, String name) {
    Thread thread = new Thread(() -> read(stream), name);
    thread.setDaemon(true);
    thread.start();
  }

  synchronized byte[] bytes() {
    return bytes.toByteArray();
  }

  synchronized String text() {
    return bytes.toString(UTF_8);
  }

  /** Waits until what was said is enough; fails if the stream or the patience ends before that. */
  synchronized String await(String what, Predicate<String> enough) throws InterruptedException {
    long deadline = System.nanoTime() + Patience.USUAL.toNanos();
    while (!enough.test(text())) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (ended || left <= 0) {
        throw new AssertionError(
            (ended ? "ended before " : "waited too long for ") + what + ", said: " + text());
      }
      wait(left);
    }
    return text();
  }

  /** All of it; waits for the end of the stream. */
  synchronized byte[] whole() throws InterruptedException {
    while (!ended) {
      wait();
    }
    return bytes();
  }

  private void read(InputStream stream) {
    byte[] buffer = new byte[1 << 16];
    try (stream) {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        add(buffer, n);
      }
    } catch (IOException killed) {
      // Its stream breaks when a process is killed: that is its end too.
    } finally {
      end();
    }
  }

  private synchronized void add(byte[] buffer, int count) {
    bytes.write(buffer, 0, count);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }
}
