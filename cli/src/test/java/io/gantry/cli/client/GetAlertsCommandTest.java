package io.gantry.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GetAlertsCommandTest {

    @Test
    void shouldAlignWhatIsOpen() throws JsonProcessingException {
        String alerts =
                """
                [{"namespace": "default", "name": "minilm", "alert": "ModelLoadFailed", "severity": "critical",
                  "summary": "Revision minilm-00002 does not load", "startsAt": "2026-03-01T10:00:00Z",
                  "silencedBy": ["5f2c7e0a"]},
                 {"namespace": "_cluster", "name": "gpu-1", "alert": "CacheDiskNearlyFull", "severity": "warning",
                  "summary": "The model cache of node gpu-1 has 5 B of 100 B free", "startsAt": "2026-03-01T10:04:20Z"}]
                """;

        assertThat(
                        GetAlertsCommand.table(
                                new ObjectMapper().readTree(alerts),
                                Instant.parse("2026-03-01T10:05:00Z")))
                .hasToString(
                        """
                        SEVERITY   ALERT                 NAMESPACE   NAME     FOR         TOLD       SUMMARY
                        critical   ModelLoadFailed       default     minilm   5 min 0 s   silenced   Revision minilm-00002 does not load
                        warning    CacheDiskNearlyFull   -           gpu-1    40.0 s      yes        The model cache of node gpu-1 has 5 B of 100 B free
                        """);
    }
}
