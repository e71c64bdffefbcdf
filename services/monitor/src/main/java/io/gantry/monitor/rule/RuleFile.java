package io.gantry.monitor.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.monitor.MonitorConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rules in force: those that Gantry comes with, and those of the operator's file over them.
///
/// The file is read again whenever it has changed, as a mounted ConfigMap does. What cannot be
/// taken is told once and leaves what was in force; at the start those are Gantry's own, because a
/// monitor that does not start for the sake of an alert would scale nothing. Used by one thread.
@ApplicationScoped
public class RuleFile {

    private static final String SHIPPED = "alert-rules.yaml";

    private final Optional<Path> file;
    private final Map<String, JsonNode> defaults;
    private final Optional<String> base;
    private RuleSet rules;
    private @Nullable String taken;
    private String problem = "";
    private volatile boolean refused;

    RuleFile(MonitorConfig config, MeterRegistry metrics) {
        this.file = config.alerts().rules();
        this.defaults = RuleReader.trees(SHIPPED, shipped());
        this.base = config.alerts().runbookBase();
        this.rules = linked(RuleReader.rules(SHIPPED, defaults));
        Gauge.builder("gantry.monitor.alert.rules.refused", () -> refused ? 1 : 0)
                .description("1 while the file of alert rules has something wrong in it")
                .register(metrics);
    }

    /// The rules as the file has them now, or as it had them when nothing was wrong with it.
    public RuleSet current() {
        file.ifPresent(this::look);
        return rules;
    }

    private void look(Path path) {
        String text;
        try {
            text = Files.readString(path);
        } catch (IOException e) {
            taken = null;
            refuse(path + " cannot be read: " + e.getMessage());
            return;
        }
        if (text.equals(taken)) {
            return;
        }
        taken = text;
        try {
            rules = linked(RuleReader.read(path.toString(), text, defaults));
            refused = false;
            problem = "";
            Log.infof("Alert rules are in force file=%s rules=%d", path, rules.rules().size());
        } catch (RulesException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    private RuleSet linked(RuleSet read) {
        return base.map(read::linked).orElse(read);
    }

    /// Tells it once.
    private void refuse(String why) {
        if (!why.equals(problem)) {
            Log.errorf("The alert rules stay as they were: %s", why);
        }
        problem = why;
        refused = true;
    }

    private static String shipped() {
        try (InputStream in = RuleFile.class.getResourceAsStream("/" + SHIPPED)) {
            return new String(
                    Objects.requireNonNull(in, SHIPPED).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(SHIPPED + " cannot be read", e);
        }
    }
}
