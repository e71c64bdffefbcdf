package io.gantry.kserve.schema.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.gantry.kserve.schema.FieldPath;
import io.gantry.kserve.schema.Rule;
import io.gantry.kserve.schema.Schema;
import io.gantry.kserve.schema.check.SchemaViolation.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Evaluates a schema's CEL rules. Each is compiled when it is first needed and kept: there are as
/// many as the schemas have.
final class CelRules implements SchemaCheck.Visit {
    private static final Map<Program, CelRuntime.Program> COMPILED = new ConcurrentHashMap<>();

    private final Findings findings;

    CelRules(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void visit(SchemaCheck.Change change, Schema schema, FieldPath path) {
        for (Rule rule : schema.rules()) {
            boolean applies =
                    rule.isTransition()
                            ? change.before() != null || rule.optionalOldSelf()
                            : !change.unchanged();
            if (applies) {
                check(rule, schema, change, path);
            }
        }
    }

    private void check(Rule rule, Schema schema, SchemaCheck.Change change, FieldPath path) {
        String said = rule.message().orElse("failed rule: " + rule.rule());
        String type = "\"" + (schema.isIntOrString() ? "intOrString" : schema.type()) + "\"";
        try {
            Map<String, Object> variables = variables(rule, change);
            Object holds = compiled(Program.of(rule, rule.rule())).eval(variables);
            if (!Boolean.TRUE.equals(holds)) {
                String message = said(rule, variables).orElse(said);
                findings.add(blamed(path, rule), Reason.ofRule(rule.reason()), type, message);
            }
        } catch (CelEvaluationException e) {
            String message = cause(e) + " evaluating rule: " + said;
            findings.add(path, Reason.INVALID, type, message);
        }
    }

    /// The library's words for what Kubernetes' calls a missing key, and no positions.
    private static String cause(CelEvaluationException e) {
        String text =
                String.valueOf(e.getMessage()).replaceFirst("^evaluation error[^:]*:\\d*:? ?", "");
        return text.replaceFirst("key '(.*)' is not present in map\\.", "no such key: $1");
    }

    private static Optional<String> said(Rule rule, Map<String, Object> variables) {
        if (rule.messageExpression().isEmpty()) {
            return Optional.empty();
        }
        try {
            Program program = Program.of(rule, rule.messageExpression().get());
            return Optional.of(compiled(program).eval(variables))
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .filter(text -> !text.isBlank());
        } catch (CelEvaluationException _) {
            return Optional.empty();
        }
    }

    private static FieldPath blamed(FieldPath path, Rule rule) {
        FieldPath blamed = path;
        for (String step : rule.fieldPath().split("\\.", -1)) {
            blamed = step.isEmpty() ? blamed : blamed.member(step);
        }
        return blamed;
    }

    /// Compiles a schema's rules without evaluating them.
    ///
    /// @throws IllegalArgumentException if one is not CEL as this library knows it
    static void compile(Schema schema) {
        for (Rule rule : schema.rules()) {
            compiled(Program.of(rule, rule.rule()));
            rule.messageExpression().ifPresent(text -> compiled(Program.of(rule, text)));
        }
    }

    private static CelRuntime.Program compiled(Program program) {
        return COMPILED.computeIfAbsent(program, Program::compile);
    }

    private static Map<String, Object> variables(Rule rule, SchemaCheck.Change change) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("self", JsonView.of(change.value()));
        JsonNode before = change.before();
        if (rule.optionalOldSelf()) {
            variables.put("oldSelf", Optional.ofNullable(before).map(JsonView::of));
        } else if (before != null) {
            variables.put("oldSelf", JsonView.of(before));
        }
        return variables;
    }

    private record Program(String text, boolean optionalOldSelf) {

        static Program of(Rule rule, String text) {
            return new Program(text, rule.optionalOldSelf());
        }

        CelRuntime.Program compile() {
            try {
                return Library.RUNTIME.createProgram(
                        (optionalOldSelf ? Library.OPTIONAL : Library.PLAIN)
                                .compile(text)
                                .getAst());
            } catch (CelValidationException | CelEvaluationException e) {
                throw new IllegalArgumentException(
                        "The rule \"%s\" is not CEL: %s".formatted(text, e.getMessage()), e);
            }
        }
    }

    /// Started when the first rule is met: most resources have none, and it takes a while.
    private static final class Library {
        static final CelOptions OPTIONS =
                CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
        static final CelCompiler PLAIN = compiler(SimpleType.DYN);
        static final CelCompiler OPTIONAL = compiler(OptionalType.create(SimpleType.DYN));
        static final CelRuntime RUNTIME =
                CelRuntimeFactory.standardCelRuntimeBuilder()
                        .setOptions(OPTIONS)
                        .addLibraries(
                                CelExtensions.strings(),
                                CelExtensions.lists(),
                                CelExtensions.optional())
                        .build();

        private static CelCompiler compiler(CelType oldSelf) {
            return CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .addVar("self", SimpleType.DYN)
                    .addVar("oldSelf", oldSelf)
                    .addLibraries(
                            CelExtensions.strings(),
                            CelExtensions.lists(),
                            CelExtensions.optional())
                    .build();
        }
    }
}
