package io.gantry.monitor.alert;

import io.gantry.monitor.silence.AlertLabels;
import io.gantry.monitor.silence.Silences;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Alerts", description = "What a person should know")
class AlertResource {

    private static final String EXAMPLE =
            """
            [{"namespace": "default", "name": "minilm", "alert": "ModelLoadFailed", "severity": "critical",
              "summary": "Revision minilm-00002 does not load: Nothing lies under s3://models/minilm. Correct the storageUri.",
              "facts": {"reason": "StorageNotFound", "revision": "minilm-00002"},
              "runbook": "docs/runbooks/ModelLoadFailed.md", "startsAt": "2026-03-01T10:15:30.123Z",
              "silencedBy": ["5f2c7e0a-5c0e-4f3e-8f0e-2b8e1c1a9d11"]}]
            """;

    private final AlertBook book;
    private final Silences silences;
    private final InstantSource time = InstantSource.system();

    AlertResource(AlertBook book, Silences silences) {
        this.book = book;
        this.silences = silences;
    }

    @GET
    @Operation(operationId = "listAlerts", summary = "List the alerts that are open")
    @APIResponse(
            responseCode = "200",
            description = "The oldest first",
            content =
                    @Content(
                            schema = @Schema(implementation = AlertView[].class),
                            examples = @ExampleObject(name = "one open alert", value = EXAMPLE)))
    public List<AlertView> list() {
        Instant now = time.instant();
        return book.open().stream()
                .map(alert -> AlertView.of(alert, silences.of(AlertLabels.of(alert), now)))
                .toList();
    }
}
