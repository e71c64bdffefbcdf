package io.gantry.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProxyConfigTest {

    @Test
    void shouldKeepItsNamesAndDefaults() {
        // Given
        Map<String, String> expected = new TreeMap<>();
        expected.put("gantry.proxy.instance", "proxy-0");
        expected.put("gantry.proxy.route.domains", "example.com");
        expected.put("gantry.proxy.admit.max-queued-per-revision", "1000");
        expected.put("gantry.proxy.admit.request-timeout", "300s");
        expected.put("gantry.proxy.admit.retry-after", "5s");
        expected.put("gantry.proxy.forward.max-inspected-body", "32M");
        expected.put("gantry.proxy.forward.max-kept-bodies", "32M");
        expected.put("gantry.proxy.forward.max-held-bodies", "64M");
        expected.put("gantry.proxy.forward.connect-timeout", "2s");
        expected.put("gantry.proxy.forward.unreachable-patience", "10s");
        expected.put("gantry.proxy.forward.keep-alive", "4s");
        expected.put("gantry.proxy.forward.stream-idle-timeout", "5m");
        expected.put("gantry.proxy.forward.max-connections-per-replica", "4096");
        expected.put("gantry.proxy.peers.host", "127.0.0.1");
        expected.put("gantry.proxy.peers.interval", "2s");
        expected.put("gantry.proxy.graph.max-body", "32M");
        expected.put("gantry.proxy.graph.urls", "*");
        expected.put("gantry.proxy.drain.delay", "0s");
        expected.put("gantry.proxy.drain.timeout", "30s");
        expected.put("gantry.proxy.meter.max-tenants", "100");
        expected.put("gantry.proxy.meter.interval", "1s");
        expected.put("gantry.proxy.log.max-body", "512K");
        expected.put("gantry.proxy.log.max-held", "32M");
        expected.put("gantry.proxy.log.sinks", "*");
        expected.put("gantry.proxy.log.sink-timeout", "5s");

        // When
        SmallRyeConfig config = config(Map.of("HOSTNAME", "proxy-0"));
        Map<String, String> found = new TreeMap<>();
        config.getPropertyNames()
                .forEach(name -> {
                    if (name.startsWith("gantry.proxy.")) {
                        found.put(name, config.getConfigValue(name).getValue());
                    }
                });

        // Then
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void shouldBeCalledLocalWithoutHostname() {
        assertThat(config(Map.of()).getConfigMapping(ProxyConfig.class).instance())
                .isEqualTo("local");
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(ProxyConfig.class)
                .addDefaultInterceptors()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }
}
