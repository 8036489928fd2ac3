#!/usr/bin/env bash
# software.amazon.event.ruler:event-ruler 2.1.0 (Maven Central), seen on Java 17.0.15 on 2026-11-28.
#
# AWS's own matcher of event patterns: of the alternatives of one field, one has to hold. `{"wildcard": "*x*"}` does not
# hold for "q", nor does `{"equals-ignore-case": "b"}`, and each alone says so. Both in one list match "q", and any other
# text: a wildcard that begins with a star takes what it likes once a fold of case stands beside it. A wildcard that
# begins with a letter does not.
#
# Needs Java 17 or newer, and Maven. Fails if that changes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>software.amazon.event.ruler</groupId>
      <artifactId>event-ruler</artifactId>
      <version>2.1.0</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null

cat >Ask.java <<'JAVA'
import software.amazon.event.ruler.Machine;

public class Ask {
  static void ask(String alternatives, String value) throws Exception {
    Machine machine = Machine.builder().build();
    machine.addRule("rule", "{\"a\": [" + alternatives + "]}");
    System.out.println(!machine.rulesForJSONEvent("{\"a\": " + value + "}").isEmpty());
  }

  public static void main(String[] arguments) throws Exception {
    ask("{\"wildcard\": \"*x*\"}", "\"q\"");
    ask("{\"equals-ignore-case\": \"b\"}", "\"q\"");
    ask("{\"wildcard\": \"*x*\"}, {\"equals-ignore-case\": \"b\"}", "\"q\"");
    ask("{\"wildcard\": \"a*x*\"}, {\"equals-ignore-case\": \"b\"}", "\"aq\"");
  }
}
JAVA
seen=$(java -cp 'jars/*' Ask.java | tr '\n' ' ')
echo "$seen"
[ "$seen" = 'false false true false ' ]
