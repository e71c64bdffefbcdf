package io.gantry.loader.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.loader.Settings;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerSettingsTest {

    private final Settings none = new Settings(Map.of());

    @Test
    void shouldBeOffByDefault() {
        PeerSettings settings = of(none);

        assertThat(settings.places()).isEmpty();
        assertThat(settings.token()).isEmpty();
    }

    @Test
    void shouldTakeNamesAndAddresses() {
        PeerSettings settings =
                of(addresses("loader.gantry.svc:8082, 10.0.0.1:8082,[fd00::1]:8082"));

        assertThat(settings.places())
                .containsExactly(
                        URI.create("http://loader.gantry.svc:8082"),
                        URI.create("http://10.0.0.1:8082"),
                        URI.create("http://[fd00::1]:8082"));
        assertThat(settings.toString()).doesNotContain("geheim");
    }

    @Test
    void shouldWantATokenWhereThereAreAddresses() {
        Settings settings = none.with("gantry.loader.peers.addresses", "loader:8082");

        assertThatThrownBy(() -> of(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gantry.loader.peers.token is missing")
                .hasMessageContaining("the same token");
    }

    /// It gives to others and asks nobody.
    @Test
    void shouldTakeATokenWithoutAddresses() {
        assertThatCode(() -> of(none.with("gantry.loader.peers.token", "geheim")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"loader", "http://loader:8082", "me@loader:8082", "loader:8082/x", ":8082"})
    void shouldSayWhatIsNoAddress(String address) {
        assertThatThrownBy(() -> of(addresses(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gantry.loader.peers.addresses: '" + address + "'");
    }

    /// A peer is silent for a second when it has nothing yet.
    @Test
    void shouldNotTakeATimeoutThatIsOverBeforeAPeerAnswers() {
        assertThatThrownBy(() -> of(none.with("gantry.loader.peers.timeout", "1s")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gantry.loader.peers.timeout");
    }

    private Settings addresses(String addresses) {
        return none.with("gantry.loader.peers.token", "geheim")
                .with("gantry.loader.peers.addresses", addresses);
    }

    private static PeerSettings of(Settings settings) {
        return PeerSettings.of(settings.config().peers());
    }
}
