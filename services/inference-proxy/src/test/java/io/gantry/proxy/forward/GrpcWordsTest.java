package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcWordsTest {

    @ParameterizedTest
    @CsvSource({
        "1H, PT1H",
        "2M, PT2M",
        "3S, PT3S",
        "4m, PT0.004S",
        "5u, PT0.000005S",
        "99999999n, PT0.099999999S",
    })
    void shouldReadATimeLimit(String header, Duration expected) {
        assertThat(Grpc.timeout(headers(header))).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S", "1", "1s", "-1S", "123456789S", "1.5S", "1 S"})
    void shouldTakeWhatIsNoTimeLimitForNone(String header) {
        assertThat(Grpc.timeout(headers(header))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10S, 1500, 8500m", "1S, 5000, 1m", "99999999H, 9, 99999999H"})
    void shouldPassOnTheTimeThatIsLeft(String header, long spentMillis, String left) {
        MultiMap headers = headers(header);

        Grpc.asCall(headers, Duration.ofMillis(spentMillis));

        assertThat(headers.get("grpc-timeout")).isEqualTo(left);
        assertThat(headers.get("te")).isEqualTo("trailers");
    }

    @Test
    void shouldEncodeWhatAHeaderCannotHold() {
        assertThat(Grpc.encoded("100 % zu groß\n")).isEqualTo("100 %25 zu gro%C3%9F%0A");
    }

    private static MultiMap headers(String timeout) {
        return MultiMap.caseInsensitiveMultiMap().set("grpc-timeout", timeout);
    }
}
