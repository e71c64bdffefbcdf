package io.gantry.monitor.notify;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A webhook's receiver in the tests' application.
@Path("/test/hook")
@Singleton
public class HookResource {

    private final List<JsonNode> received = new CopyOnWriteArrayList<>();

    @POST
    public void take(JsonNode payload) {
        received.add(payload);
    }

    /// What came of one alert, in that order, as `opened`, `updated` or `resolved`.
    public List<String> changes(String name, String alert) {
        return of(name, alert).stream().map(payload -> payload.get("change").asText()).toList();
    }

    public List<JsonNode> of(String name, String alert) {
        return received.stream()
                .filter(payload -> payload.at("/labels/name").asText().equals(name))
                .filter(payload -> payload.at("/labels/alert").asText().equals(alert))
                .toList();
    }
}
