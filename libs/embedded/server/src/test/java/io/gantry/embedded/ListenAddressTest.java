package io.gantry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenAddressTest {

    private static final ListenAddress ANY = new ListenAddress("S3", ListenAddress.LOOPBACK, 0);

    @Test
    void shouldChoosePortsThatNoOutgoingConnectionGets() {
        for (int i = 0; i < 50; i++) {
            assertThat(ANY.<Integer>bind(ListenAddress::port)).isBetween(20_000, 32_767);
        }
    }

    @Test
    void shouldTryAnotherPortWhenSomebodyWasFasterAndIsGoneAgain() {
        // Given
        List<Integer> tried = new ArrayList<>();

        // When
        int port =
                ANY.bind(address -> {
                    tried.add(address.port());
                    if (tried.size() == 1) {
                        throw new IllegalStateException(
                                new BindException("Address already in use"));
                    }
                    return address.port();
                });

        // Then
        assertThat(tried).hasSize(2).contains(port);
    }

    @Test
    void shouldNotTryAgainWhatFailsForAnotherReason() {
        // Given
        List<Integer> tried = new ArrayList<>();

        // When, then
        assertThatThrownBy(() ->
                        ANY.bind(address -> {
                            tried.add(address.port());
                            throw new IllegalStateException("no disk");
                        }))
                .hasMessage("no disk");
        assertThat(tried).hasSize(1);
    }
}
