package taskgrid.real;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.impl.clientside.HazelcastClientInstanceImpl;
import com.hazelcast.client.impl.clientside.HazelcastClientProxy;
import com.hazelcast.client.impl.protocol.ClientMessage;
import com.hazelcast.client.impl.protocol.codec.MCGetTimedMemberStateCodec;
import com.hazelcast.client.impl.protocol.codec.MCReadMetricsCodec;
import com.hazelcast.client.impl.spi.impl.ClientInvocation;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.metrics.MetricConsumer;
import com.hazelcast.internal.metrics.MetricDescriptor;
import com.hazelcast.internal.metrics.impl.MetricsCompressor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks members what Management Center asks them, in its protocol. */
final class ManagementCenter implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HazelcastInstance instance;
  private final HazelcastClientInstanceImpl client;

  ManagementCenter(String cluster, String... addresses) {
    ClientConfig config = new ClientConfig().setClusterName(cluster);
    config.setProperty("hazelcast.client.internal.mc.mode", "true");
    config.getNetworkConfig().addAddress(addresses);
    config
        .getConnectionStrategyConfig()
        .getConnectionRetryConfig()
        .setClusterConnectTimeoutMillis(Patience.USUAL.toMillis());
    instance = HazelcastClient.newHazelcastClient(config);
    client = ((HazelcastClientProxy) instance).client;
  }

  List<Member> members() {
    return List.copyOf(instance.getCluster().getMembers());
  }

  /** A member's state, as Management Center shows it of maps, executors and clients. */
  JsonNode state(Member member) throws Exception {
    ClientMessage answer = ask(MCGetTimedMemberStateCodec.encodeRequest(), member);
    return JSON.readTree(MCGetTimedMemberStateCodec.decodeResponse(answer));
  }

  /** The sum over all members of a figure of a structure, as {@code map.ownedEntryCount}. */
  long metric(String structure, String metric) throws Exception {
    long sum = 0;
    for (Member member : members()) {
      sum += newest(member, structure, metric);
    }
    return sum;
  }

  private long newest(Member member, String structure, String metric) throws Exception {
    ClientMessage answer = ask(MCReadMetricsCodec.encodeRequest(member.getUuid(), 0), member);
    List<Long> values = new ArrayList<>();
    for (Map.Entry<Long, byte[]> blob : MCReadMetricsCodec.decodeResponse(answer).elements) {
      MetricsCompressor.extractMetrics(blob.getValue(), new Only(structure, metric, values));
    }
    return values.isEmpty() ? 0 : values.get(values.size() - 1);
  }

  private ClientMessage ask(ClientMessage request, Member member) throws Exception {
    return new ClientInvocation(client, request, null, member.getUuid())
        .invoke()
        .get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    instance.shutdown();
  }

  /** Keeps the values of one metric. */
  private record Only(String structure, String metric, List<Long> values)
      implements MetricConsumer {
    @Override
    public void consumeLong(MetricDescriptor descriptor, long value) {
      if (structure.equals(descriptor.discriminatorValue())
          && metric.equals(descriptor.prefix() + "." + descriptor.metric())) {
        values.add(value);
      }
    }

    @Override
    public void consumeDouble(MetricDescriptor descriptor, double value) {
      // None that we look for is one.
    }
  }
}
