package io.gantry.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/// Holds one service to the rules that all services share.
public final class ArchitectureRules {

    private static final List<String> SERVICES =
            List.of(
                    "io.gantry.registry",
                    "io.gantry.loader",
                    "io.gantry.deployer",
                    "io.gantry.proxy",
                    "io.gantry.monitor");

    private static final String RESOURCE = "jakarta.ws.rs.Path";

    private ArchitectureRules() {}

    /// Fails with every violation when the classes of a service break a rule.
    ///
    /// @param root the service's root package, for example `io.gantry.loader`
    /// @param mutinyPackages where reactive types may stay, as package patterns
    public static void check(String root, String... mutinyPackages) {
        JavaClasses classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(root);
        servicesAreIndependent(root).check(classes);
        featuresHaveNoCycles(root).check(classes);
        resourcesHaveTheirVisibility(classes);
        mutinyStaysWhereItPays(mutinyPackages).check(classes);
        nobodyReadsTheEnvironment().check(classes);
        namesSayWhatAThingIs().check(classes);
        dependenciesComeThroughConstructors().check(classes);
        packagesAreNullMarked(root).check(classes);
    }

    private static ArchRule servicesAreIndependent(String root) {
        String[] others =
                SERVICES.stream()
                        .filter(other -> !other.equals(root))
                        .map(other -> other + "..")
                        .toArray(String[]::new);
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("services exchange events and never call each other's code");
    }

    private static ArchRule featuresHaveNoCycles(String root) {
        return slices().matching(root + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .because("a reader follows features in one direction");
    }

    private static void resourcesHaveTheirVisibility(JavaClasses classes) {
        classes()
                .that()
                .areAnnotatedWith(RESOURCE)
                .should()
                .bePackagePrivate()
                .allowEmptyShould(true)
                .because("nothing but HTTP calls a resource")
                .check(classes);
        for (String verb : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")) {
            methods()
                    .that()
                    .areAnnotatedWith("jakarta.ws.rs." + verb)
                    .should()
                    .bePublic()
                    .allowEmptyShould(true)
                    .because(
                            "Quarkus ignores a resource method that is not public, which answers 404")
                    .check(classes);
        }
    }

    private static ArchRule mutinyStaysWhereItPays(String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.smallrye.mutiny..")
                .because("blocking code on virtual threads is easier to read and to debug");
    }

    private static ArchRule nobodyReadsTheEnvironment() {
        return noClasses()
                .should()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.eclipse.microprofile.config.inject.ConfigProperty")
                .because(
                        "all configuration comes in by the service's @ConfigMapping, where it has a type and a sentence");
    }

    private static ArchRule namesSayWhatAThingIs() {
        return noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Abstract[A-Z].*)")
                .because("such a name says nothing that the reader does not know");
    }

    private static ArchRule dependenciesComeThroughConstructors() {
        return noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .because("a constructor shows what a class needs");
    }

    private static ArchRule packagesAreNullMarked(String root) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .and(notGenerated())
                .should(new InNullMarkedPackage())
                .because(
                        "null checks hold only where a package is @"
                                + NullMarked.class.getSimpleName());
    }

    private static DescribedPredicate<JavaClass> notGenerated() {
        return DescribedPredicate.describe(
                "are not generated", type -> !type.getSimpleName().contains("_"));
    }
}
