package io.gantry.proxy.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.ProxyObserved;
import io.gantry.events.ProxyRemoved;
import io.gantry.proxy.ProxyConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PeersTest {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final Peers peers = new Peers(config(), new SimpleMeterRegistry());
    private long generation;

    @Test
    void shouldBeAloneUntilItHearsOfAnother() {
        assertThat(peers.alone()).isTrue();
        hear("me", 0);
        assertThat(peers.alone()).isTrue();

        hear("other", 1);

        assertThat(peers.alone()).isFalse();
    }

    @Test
    void shouldTellOfNewcomersOnce() {
        assertThat(hear("other", 0)).isTrue();
        assertThat(hear("other", 2)).isFalse();
        assertThat(hear("me", 2)).isFalse();
    }

    /// Or two of them would greet each other for ever.
    @Test
    void shouldTellOnceAlsoOfWhoCannotBeReached() {
        assertThat(hear("hidden", null, 0)).isTrue();
        assertThat(hear("hidden", null, 2)).isFalse();
        assertThat(peers.alone()).isTrue();
    }

    @Test
    void shouldTakeForGoneWhoIsSilentForThreeIntervalsWhileOthersSpeak() {
        hear("me", 0);
        hear("dead", 0);
        for (int seconds : List.of(2, 4, 6)) {
            hear("me", seconds);
            assertThat(peers.alone()).isFalse();
        }

        hear("me", 8);

        assertThat(peers.alone()).isTrue();
    }

    @Test
    void shouldNotTakeKafkasSilenceForTheOthers() {
        hear("me", 0);
        hear("other", 1);

        hear("me", 3600);

        assertThat(peers.alone()).isFalse();
    }

    @Test
    void shouldForgetAtOnceWhoEnds() {
        hear("other", 0);

        peers.accept(new ProxyRemoved("other", ++generation), nanos(1));

        assertThat(peers.alone()).isTrue();
    }

    @Test
    void shouldAdmitNothingMoreForOthersWhenItLeaves() {
        hear("me", 0);
        hear("other", 0);
        assertThat(services()).anyMatch(service -> peers.before(service).isEmpty());
        assertThat(services()).anyMatch(service -> !peers.before(service).isEmpty());

        peers.leave();
        hear("me", 2);

        assertThat(services()).allMatch(service -> !peers.before(service).isEmpty());
    }

    @Test
    void shouldRememberHowAProxyDoesForAsLongAsItIsWhereItWas() {
        hear("other", 0);
        Peer before = peers.before("default/m").getFirst();

        hear("other", 2);
        assertThat(peers.has(before)).isTrue();

        hear("other", "elsewhere", 4);
        assertThat(peers.has(before)).isFalse();
    }

    private static List<String> services() {
        return IntStream.range(0, 50).mapToObj(i -> "default/model-" + i).toList();
    }

    private boolean hear(String proxy, int seconds) {
        return hear(proxy, "host-of-" + proxy, seconds);
    }

    private boolean hear(String proxy, @Nullable String host, int seconds) {
        return peers.accept(
                new ProxyObserved(
                        proxy, ++generation, host, host == null ? null : 1, INTERVAL.toMillis()),
                nanos(seconds));
    }

    private static long nanos(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static ProxyConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(ProxyConfig.class)
                .addDefaultInterceptors()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withSources(
                        new PropertiesConfigSource(
                                Map.of("gantry.proxy.instance", "me"), "test", 100))
                .build()
                .getConfigMapping(ProxyConfig.class);
    }
}
