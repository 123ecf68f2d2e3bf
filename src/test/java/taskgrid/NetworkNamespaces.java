package taskgrid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two hosts on one network, made of two Linux network namespaces and a pair of virtual cards
 * between them. Needs root and iproute2; where they are not, the test is skipped and says why.
 */
public final class NetworkNamespaces implements AutoCloseable {
  /** One of the two hosts. */
  public enum Side {
    LEFT("10.77.0.1"),
    RIGHT("10.77.0.2");

    private final String address;

    Side(String address) {
      this.address = address;
    }

    public String address() {
      return address;
    }
  }

  /** For tests that look at what is left, and those that would be seen. */
  public static final String LOCK = "network namespaces";

  private static final String PREFIX = "taskgrid-test-";
  private static final String CARD = "veth0";
  private static final long PATIENCE_SECONDS = 30;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name =
      PREFIX + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + "-";
  private final List<Process> processes = new ArrayList<>();

  private NetworkNamespaces() {}

  /** Both hosts, up and linked; multicast goes over the link. */
  public static NetworkNamespaces open() throws IOException {
    assumeTrue(isRoot(), "network namespaces need root");
    assumeTrue(isIpThere(), "network namespaces need the command 'ip' (package iproute2)");
    deleteWhatDeadTestsLeft();
    NetworkNamespaces hosts = new NetworkNamespaces();
    String refused = hosts.tryToAdd(Side.LEFT);
    assumeTrue(refused.isEmpty(), () -> "network namespaces are not allowed here: " + refused);
    try {
      hosts.link();
    } catch (IOException e) {
      hosts.close();
      throw e;
    }
    return hosts;
  }

  private String tryToAdd(Side side) {
    try {
      ip("netns", "add", nameOf(side));
      return "";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void link() throws IOException {
    ip("netns", "add", nameOf(Side.RIGHT));
    String left = nameOf(Side.LEFT);
    String right = nameOf(Side.RIGHT);
    ip("link", "add", CARD, "netns", left, "type", "veth", "peer", "name", CARD, "netns", right);
    for (Side side : Side.values()) {
      ip("-n", nameOf(side), "link", "set", "lo", "up");
      ip("-n", nameOf(side), "addr", "add", side.address() + "/24", "dev", CARD);
      up(side);
    }
  }

  private void up(Side side) throws IOException {
    ip("-n", nameOf(side), "link", "set", CARD, "up");
    // Routes go when a card goes down, so they are set again whenever it comes up.
    ip("-n", nameOf(side), "route", "replace", "224.0.0.0/4", "dev", CARD);
    ip("-n", nameOf(side), "route", "replace", "239.0.0.0/8", "dev", CARD);
  }

  /** Pulls the cable: what the left sends is lost in silence, the right knows its card is down. */
  public void cut() throws IOException {
    ip("-n", nameOf(Side.RIGHT), "link", "set", CARD, "down");
  }

  /** Plugs the cable in again. */
  public void heal() throws IOException {
    up(Side.RIGHT);
  }

  /** Starts a command on a host; it is killed at close if it still runs. */
  public Process start(Side side, String... command) throws IOException {
    return start(side, new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
  }

  /** Starts on a host what a builder describes. */
  public Process start(Side side, ProcessBuilder builder) throws IOException {
    List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", nameOf(side)));
    inside.addAll(builder.command());
    Process process = builder.command(inside).start();
    processes.add(process);
    return process;
  }

  /** Starts a main class of the tests' class path on a host. */
  public Process startJava(Side side, Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    // The product's own: on the tests' class path lies another, which logs to stdout.
    command.add("-Dlog4j2.configurationFile=" + System.getProperty("log4j2.configurationFile"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(Arrays.asList(arguments));
    return start(side, command.toArray(String[]::new));
  }

  /** Kills what still runs inside, and takes both hosts down. */
  @Override
  public void close() throws IOException {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      await(process);
    }
    for (String namespace : namespaces()) {
      if (namespace.startsWith(name)) {
        ip("netns", "delete", namespace);
      }
    }
  }

  private String nameOf(Side side) {
    return name + side.name().toLowerCase(Locale.ROOT);
  }

  private static void deleteWhatDeadTestsLeft() throws IOException {
    for (String namespace : namespaces()) {
      if (namespace.startsWith(PREFIX)) {
        long pid = Long.parseLong(namespace.split("-")[2]);
        if (ProcessHandle.of(pid).isEmpty()) {
          ip("netns", "delete", namespace);
        }
      }
    }
  }

  private static List<String> namespaces() throws IOException {
    return ip("netns", "list").lines().map(line -> line.split(" ")[0]).toList();
  }

  private static boolean isRoot() throws IOException {
    // Who owns our own process.
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private static boolean isIpThere() {
    try {
      ip("-V");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String ip(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(Arrays.asList(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = await(process);
    if (status != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
    return said;
  }

  private static int await(Process process) throws IOException {
    try {
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      throw new IOException("process " + process.pid() + " does not end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
