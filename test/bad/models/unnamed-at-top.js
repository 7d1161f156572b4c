// A prior is not a model by itself: its site has no name.
import { axis, groupJeffreys } from 'farrier'

const h = axis('h', 3)

export default groupJeffreys({ group: h, axes: [h] })
