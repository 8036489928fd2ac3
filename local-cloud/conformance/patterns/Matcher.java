import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import software.amazon.event.ruler.Machine;

/** Asks AWS's own matcher: a case {"pattern", "event"} a line comes in, its answers a line go out. */
public class Matcher {
  /** It does not always answer the same, so it is asked anew some times. */
  private static final int TIMES = 2;

  private static String answerTo(JsonNode one) {
    TreeSet<String> answers = new TreeSet<>();
    for (int time = 0; time < TIMES; time += 1) {
      try {
        Machine machine = Machine.builder().build();
        machine.addRule("rule", one.get("pattern").toString());
        answers.add(String.valueOf(!machine.rulesForJSONEvent(one.get("event").toString()).isEmpty()));
      } catch (Exception error) {
        answers.add("refused");
      }
    }
    return String.join("|", answers);
  }

  public static void main(String[] arguments) throws Exception {
    ObjectMapper json = new ObjectMapper();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) out.println(answerTo(json.readTree(line)));
    out.flush();
  }
}
