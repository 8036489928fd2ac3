import com.helger.diagnostics.error.IError;
import com.helger.io.resource.inmemory.ReadableResourceByteArray;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Each line of standard input is a document in CII; each line of standard output is what the rules of EN 16931 say of it. */
public class Validate {
  public static void main(final String[] args) throws Exception {
    final var registry = new ValidationExecutorSetRegistry<IValidationSourceXML>();
    EN16931Validation.initEN16931(registry);
    final var rules = registry.getOfID(EN16931Validation.VID_CII_1315);
    final var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      final var source = ValidationSourceXML.create(new ReadableResourceByteArray(line.getBytes(StandardCharsets.UTF_8)));
      final var found =
          ValidationExecutionManager.executeValidation(
              IValidityDeterminator.createDefault(), rules, source, Locale.US);
      final var told = new StringBuilder(found.isEmpty() ? "nothing was checked" : "");
      for (final var result : found)
        for (final IError error : result.getErrorList())
          told.append(told.length() > 0 ? "; " : "").append(error.getErrorText(Locale.US).replaceAll("\\s+", " "));
      System.out.println(told.length() > 0 ? told : "accepted by " + found.size());
    }
  }
}
