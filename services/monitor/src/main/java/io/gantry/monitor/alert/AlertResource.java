package io.gantry.monitor.alert;

import io.gantry.events.AlertOpened;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
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
@Tag(name = "Alerts", description = "What a person should know about a service")
class AlertResource {

    private static final String EXAMPLE =
            """
            [{"namespace": "default", "name": "minilm", "alert": "ErrorRateHigh", "severity": "critical",
              "summary": "9 of 120 requests (7.5 %) of the last 60 s were answered 5xx or broken off, more than 5 %",
              "startsAt": "2026-03-01T10:15:30.123Z"}]
            """;

    private final AlertBook book;

    AlertResource(AlertBook book) {
        this.book = book;
    }

    @GET
    @Operation(operationId = "listAlerts", summary = "List the alerts that are open")
    @APIResponse(
            responseCode = "200",
            description = "The oldest first",
            content =
                    @Content(
                            schema = @Schema(implementation = AlertOpened[].class),
                            examples = @ExampleObject(name = "one open alert", value = EXAMPLE)))
    public List<AlertOpened> list() {
        return book.open();
    }
}
