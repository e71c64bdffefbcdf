package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.deployer.platform.PredictorLogs.Chunk;
import org.junit.jupiter.api.Test;

class PodLogsTest {

    private static final String LOG =
            """
            2026-11-01T10:00:00.000000001Z loading
            2026-11-01T10:00:01.5Z ready now
            """;

    @Test
    void shouldLeaveOutTheTimes() {
        assertThat(PodLogs.chunk(LOG, 0).text()).isEqualTo("loading\nready now\n");
    }

    @Test
    void shouldGoOnAfterTheLastLine() {
        Chunk all = PodLogs.chunk(LOG, 0);

        Chunk more = PodLogs.chunk(LOG + "2026-11-01T10:00:02Z answered\n", all.next());

        assertThat(more.text()).isEqualTo("answered\n");
    }

    @Test
    void shouldStayWhereItIsWhenThereIsNothingNew() {
        long position = PodLogs.chunk(LOG, 0).next();

        assertThat(PodLogs.chunk(LOG, position)).isEqualTo(new Chunk("", position));
    }
}
