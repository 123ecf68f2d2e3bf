package taskgrid.grid.wire;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.CompactSerializationConfig;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.SerializationConfig;
import taskgrid.grid.BatchKey;

/**
 * What may be deserialized: our own types and what Hazelcast itself sends.
 *
 * <p>Forbidding everything would hang calls, because a member's error travels as a Java-serialized
 * Throwable: so the list below is what those need and no more. An empty list would mean "all".
 */
public final class Hardening {
  private Hardening() {}

  public static void apply(SerializationConfig config) {
    config.addDataSerializableFactory(BatchKey.FACTORY_ID, new WireTypes());
    ClassFilter allowed =
        new ClassFilter()
            .addPrefixes("java.lang.", "[Ljava.lang.", "com.hazelcast.")
            .addClasses(
                "java.util.concurrent.ExecutionException",
                "java.util.concurrent.RejectedExecutionException",
                "java.util.concurrent.CancellationException",
                "java.util.concurrent.CompletionException",
                "java.util.ArrayList",
                "java.util.Collections$EmptyList",
                "java.util.Collections$UnmodifiableList",
                "java.util.Collections$UnmodifiableCollection");
    ClassFilter refused =
        new ClassFilter()
            .addPrefixes("java.lang.invoke.", "java.lang.reflect.", "com.hazelcast.shaded.");
    config.setJavaSerializationFilterConfig(
        new JavaSerializationFilterConfig()
            .setDefaultsDisabled(true)
            .setWhitelist(allowed)
            .setBlacklist(refused));
    CompactSerializationConfig compact = config.getCompactSerializationConfig();
    compact.setZeroConfigFilter(
        new JavaSerializationFilterConfig()
            .setDefaultsDisabled(true)
            .setWhitelist(new ClassFilter()));
  }
}
