import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.Util;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.Sources;
import com.hazelcast.map.IMap;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * What pipelines.sh measures Taskgrid against: numbers through square and subtract 1 on Hazelcast
 * Jet, from one IMap to another, each with one backup.
 *
 * <p>The work is equal: values are text, as Taskgrid's items are, so each of the two maps parses
 * its number and makes text of it again, and the driver reads the file and writes the results, as a
 * submitter does. Jet fuses the two maps into one vertex, which is left to it. Keys are the numbers
 * of the lines, so what a member reads it also stores.
 */
final class JetSquares {
  private static final String CLUSTER = "jet-squares";
  private static final String SOURCE = "source";
  private static final String SINK = "sink";

  /** As many threads as the other side's members have slots. */
  private static final int THREADS = 2;

  /** A call goes to each partition for every chunk, so larger ones cost the members less. */
  private static final int CHUNK = 100_000;

  /** So that members store a chunk while the next one is read. */
  private static final int CHUNKS_UNDER_WAY = 2;

  private JetSquares() {}

  /**
   * {@code member ADDRESS ADDRESS,…}, {@code run ADDRESS,… FILE OUTPUT} or {@code clear ADDRESS,…}.
   */
  public static void main(String[] args) throws IOException {
    switch (args[0]) {
      case "member" -> member(args[1], List.of(args[2].split(",")));
      case "run" -> {
        HazelcastInstance client = client(List.of(args[1].split(",")));
        run(client, Path.of(args[2]), Path.of(args[3]));
        client.shutdown();
      }
      case "clear" -> {
        HazelcastInstance client = client(List.of(args[1].split(",")));
        client.getMap(SOURCE).clear();
        client.getMap(SINK).clear();
        client.shutdown();
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void member(String address, List<String> all) {
    Config config = new Config().setClusterName(CLUSTER);
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.health.monitoring.level", "OFF");
    config.getJetConfig().setEnabled(true).setCooperativeThreadCount(THREADS);
    for (String map : List.of(SOURCE, SINK)) {
      config.addMapConfig(new MapConfig(map).setBackupCount(1).setPerEntryStatsEnabled(false));
    }
    String[] hostAndPort = address.split(":");
    config.getNetworkConfig().setPort(Integer.parseInt(hostAndPort[1])).setPortAutoIncrement(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface(hostAndPort[0]);
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setMembers(all);
    HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
    System.out.println("member ready: members=" + member.getCluster().getMembers().size());
  }

  private static HazelcastInstance client(List<String> members) {
    ClientConfig config = new ClientConfig().setClusterName(CLUSTER);
    members.forEach(config.getNetworkConfig()::addAddress);
    return HazelcastClient.newHazelcastClient(config);
  }

  private static void run(HazelcastInstance client, Path input, Path output) throws IOException {
    long began = System.nanoTime();
    fill(client.getMap(SOURCE), input);
    long filled = System.nanoTime();
    client.getJet().newJob(pipeline()).join();
    long ran = System.nanoTime();
    read(client.getMap(SINK), output);
    long read = System.nanoTime();
    System.out.printf(
        Locale.ROOT,
        "filled in %.3f s, job %.3f s, results read in %.3f s, all %.3f s%n",
        (filled - began) / 1e9,
        (ran - filled) / 1e9,
        (read - ran) / 1e9,
        (read - began) / 1e9);
  }

  private static Pipeline pipeline() {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .readFrom(Sources.<Long, String>map(SOURCE))
        .map(item -> Util.entry(item.getKey(), square(item.getValue())))
        .map(item -> Util.entry(item.getKey(), subtractOne(item.getValue())))
        .writeTo(
            Sinks.<Entry<Long, String>, Long, String>map(SINK, Entry::getKey, Entry::getValue));
    return pipeline;
  }

  private static String square(String text) {
    long number = Long.parseLong(text);
    return Long.toString(Math.multiplyExact(number, number));
  }

  private static String subtractOne(String text) {
    return Long.toString(Math.subtractExact(Long.parseLong(text), 1L));
  }

  private static void fill(IMap<Long, String> source, Path input) throws IOException {
    Queue<CompletableFuture<Void>> underWay = new ArrayDeque<>();
    Map<Long, String> chunk = new HashMap<>();
    long line = 0;
    try (BufferedReader lines = Files.newBufferedReader(input)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        chunk.put(++line, text);
        if (chunk.size() == CHUNK) {
          underWay.add(source.putAllAsync(chunk).toCompletableFuture());
          chunk = new HashMap<>();
          if (underWay.size() == CHUNKS_UNDER_WAY) {
            underWay.remove().join();
          }
        }
      }
    }
    underWay.add(source.putAllAsync(chunk).toCompletableFuture());
    underWay.forEach(CompletableFuture::join);
  }

  /** All at once: page by page it took sixty times as long. */
  private static void read(IMap<Long, String> sink, Path output) throws IOException {
    try (BufferedWriter lines = Files.newBufferedWriter(output)) {
      for (String value : sink.values()) {
        lines.write(value);
        lines.write('\n');
      }
    }
  }
}
