// Options, but no model of them.
import { configurable, positiveNumber } from 'farrier'

export default configurable({ tau0: positiveNumber(1) }, () => undefined)
