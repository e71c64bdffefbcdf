package io.gantry.loader.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheRoomTest {

    private static final long MIB = 1024 * 1024;

    @Test
    void shouldLeaveTheHeadroom() {
        assertThat(CacheRoom.of(100 * MIB, 50 * MIB, limits(Map.of())))
                .isEqualTo(new CacheRoom(90 * MIB, 140 * MIB));
        assertThat(CacheRoom.of(5 * MIB, 50 * MIB, limits(Map.of())))
                .isEqualTo(new CacheRoom(0, 50 * MIB));
    }

    @Test
    void shouldKeepWithinTheBudget() {
        LoaderConfig.Cache budget = limits(Map.of("gantry.loader.cache.budget", "60M"));

        assertThat(CacheRoom.of(100 * MIB, 50 * MIB, budget))
                .isEqualTo(new CacheRoom(10 * MIB, 60 * MIB));
        assertThat(CacheRoom.of(100 * MIB, 70 * MIB, budget)).isEqualTo(new CacheRoom(0, 70 * MIB));
        assertThat(CacheRoom.of(13 * MIB, 50 * MIB, budget))
                .isEqualTo(new CacheRoom(3 * MIB, 53 * MIB));
    }

    private static LoaderConfig.Cache limits(Map<String, String> settings) {
        java.util.HashMap<String, String> all = new java.util.HashMap<>(settings);
        all.put("gantry.loader.cache.headroom", "10M");
        return new Settings(all).config().cache();
    }
}
