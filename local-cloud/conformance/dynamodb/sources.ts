/** The pages that the cases on DynamoDB follow. */
const GUIDE = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
const API = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference';

export const OPERATORS = `${GUIDE}/Expressions.OperatorsAndFunctions.html`;
export const NAMES = `${GUIDE}/Expressions.ExpressionAttributeNames.html`;
export const VALUES = `${GUIDE}/Expressions.ExpressionAttributeValues.html`;
export const PATHS = `${GUIDE}/Expressions.Attributes.html`;
export const RESERVED = `${GUIDE}/ReservedWords.html`;
export const CONDITIONS = `${GUIDE}/Expressions.ConditionExpressions.html`;
export const UPDATES = `${GUIDE}/Expressions.UpdateExpressions.html`;
/** Says of a missing item what holds for update expressions as well. */
export const ATTRIBUTE_UPDATES = `${GUIDE}/LegacyConditionalParameters.AttributeUpdates.html`;
export const PROJECTIONS = `${GUIDE}/Expressions.ProjectionExpressions.html`;
export const KEY_CONDITIONS = `${GUIDE}/Query.KeyConditionExpressions.html`;
export const FILTERS = `${GUIDE}/Query.FilterExpression.html`;
export const PAGES = `${GUIDE}/Query.Pagination.html`;
export const SCAN = `${GUIDE}/Scan.html`;
export const INDEXES = `${GUIDE}/GSI.html`;
export const TYPES = `${GUIDE}/HowItWorks.NamingRulesDataTypes.html`;
export const CONSTRAINTS = `${GUIDE}/Constraints.html`;
export const TRANSACTIONS = `${GUIDE}/transaction-apis.html`;
export const CAPACITY = `${GUIDE}/read-write-operations.html`;
export const ERRORS = `${GUIDE}/Programming.Errors.html`;
export const TTL = `${GUIDE}/TTL.html`;
export const STREAMS = `${GUIDE}/Streams.html`;

export const API_PUT = `${API}/API_PutItem.html`;
export const API_GET = `${API}/API_GetItem.html`;
export const API_UPDATE = `${API}/API_UpdateItem.html`;
export const API_DELETE = `${API}/API_DeleteItem.html`;
export const API_QUERY = `${API}/API_Query.html`;
export const API_SCAN = `${API}/API_Scan.html`;
export const API_BATCH_GET = `${API}/API_BatchGetItem.html`;
export const API_BATCH_WRITE = `${API}/API_BatchWriteItem.html`;
export const API_TRANSACT_WRITE = `${API}/API_TransactWriteItems.html`;
export const API_TRANSACT_GET = `${API}/API_TransactGetItems.html`;
export const API_REASON = `${API}/API_CancellationReason.html`;
export const API_DESCRIBE = `${API}/API_DescribeTable.html`;
export const API_LIST = `${API}/API_ListTables.html`;
